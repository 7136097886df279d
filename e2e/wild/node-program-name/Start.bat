node "Board Server.js"
pause
