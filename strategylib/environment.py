"""Where does the server listen, how much does it log, and how does it tell its kernels which strategies to show?"""

DEFAULT_PORT = 8866
LAB_PORT = 8888
LOOPBACK = "127.0.0.1"
LOG_LEVELS = ("error", "warning", "info", "debug")

FOLDER_VARIABLE = "STRATEGYLIB_FOLDER"
WITH_BUNDLED_VARIABLE = "STRATEGYLIB_WITH_BUNDLED"
