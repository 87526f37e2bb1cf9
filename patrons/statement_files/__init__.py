"""What a bank's file says, whatever bank: bytes to rows, rows to lines. Nothing here knows a pledge."""
