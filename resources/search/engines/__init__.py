"""The engines that hold the index; a setting chooses one."""
