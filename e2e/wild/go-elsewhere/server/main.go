package main
import ("net/http";"os";"fmt")
func main(){ http.HandleFunc("/",func(w http.ResponseWriter,r *http.Request){fmt.Fprint(w,"Hello from go-elsewhere\n")}); http.ListenAndServe(":"+os.Getenv("PORT"), nil) }
