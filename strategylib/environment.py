"""How does the server tell its kernels which strategies to show? By the names of two environment variables."""

FOLDER_VARIABLE = "STRATEGYLIB_FOLDER"
WITH_BUNDLED_VARIABLE = "STRATEGYLIB_WITH_BUNDLED"
