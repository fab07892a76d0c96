"""The pages of the window, one a module, each imported when first shown."""
