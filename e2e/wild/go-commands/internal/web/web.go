package web
import ("embed";"io/fs";"net/http")
//go:embed static
var f embed.FS
func Handler() http.Handler { s,_:=fs.Sub(f,"static"); return http.FileServer(http.FS(s)) }
