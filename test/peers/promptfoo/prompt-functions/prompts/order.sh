#!/bin/sh
case "$1" in
  *cake*) echo "A program wants cake, 1 piece" ;;
  *) echo "A program wants tea, 2 cups" ;;
esac
