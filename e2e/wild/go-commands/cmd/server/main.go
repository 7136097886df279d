package main
import ("net/http";"os";"github.com/acme/shop/internal/web")
func main(){ p:=os.Getenv("PORT"); if p==""{p="8080"}; http.ListenAndServe(":"+p, web.Handler()) }
