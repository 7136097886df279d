from fastapi import APIRouter

router = APIRouter()


@router.get("/")
def greeting():
    return {"message": "Hello from python-fastapi"}
