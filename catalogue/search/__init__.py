"""Finding services by words, in Finnish and Swedish."""
