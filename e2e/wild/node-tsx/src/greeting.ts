export const greeting = (who: string): string => `Hello from ${who}`;
