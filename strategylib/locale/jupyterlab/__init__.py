"""What does JupyterLab say in Danish? A language pack; JupyterLab's own Danish one holds some fifty of its 1,600 texts."""
