"""The Qt app. Nothing here is imported by the core; importing this package costs nothing."""
