document.title = 'Packed';
