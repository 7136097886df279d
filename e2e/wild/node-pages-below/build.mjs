import { mkdirSync, writeFileSync } from 'node:fs';

for (const [directory, text] of [['dist', 'Hello from node-pages-below'], ['dist/about', 'About']]) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/index.html`, `<!doctype html><title>${text}</title>${text}\n`);
}
