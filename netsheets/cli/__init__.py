"""What a person types: the only package that imports click."""
