"""What a pipeline is: values and pure functions, standard library only."""
