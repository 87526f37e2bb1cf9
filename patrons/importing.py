def go_on_all() -> int:
    return 0
