package main
import ("net/http";"os";"fmt")
func main(){ http.HandleFunc("/",func(w http.ResponseWriter,r *http.Request){fmt.Fprint(w,"x")}); http.ListenAndServe(":"+os.Getenv("PORT"), nil) }
