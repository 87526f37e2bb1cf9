"""What goes wrong around a newspaper: processes killed, disks full, servers gone, many writers at once."""
