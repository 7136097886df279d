"""Loads a table into the depot: python main.py table.csv"""
import sys

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(open(sys.argv[1]).read())
