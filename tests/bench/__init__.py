"""How long things take, beside the bare floor on the same machine in the same minute."""
