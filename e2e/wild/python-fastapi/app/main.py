from fastapi import FastAPI

from .routers import greeting

app = FastAPI(title="Stock")
app.include_router(greeting.router)
