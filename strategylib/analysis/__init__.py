"""What do the strategies say together? One question a module; workbook in, frame out; nothing here draws."""
