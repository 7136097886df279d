document.title = ['Io', 'Europa', 'Ganymede', 'Callisto'].join(', ');
