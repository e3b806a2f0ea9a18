import { Store } from '../store.js';

const KEY = 'theme';

/** `auto`: as the system has it. */
export const THEMES = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

export const theme = new Store<Theme>('auto');

/** Changes whenever colours may have: by choice, or by the system. */
export const palette = new Store(0);

export function startTheme(): void {
  const kept = localStorage.getItem(KEY);
  apply(THEMES.find((name) => name === kept) ?? 'auto');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => palette.set(palette.value + 1));
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(KEY, chosen);
  apply(chosen);
}

function apply(chosen: Theme): void {
  if (chosen === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
  theme.set(chosen);
  palette.set(palette.value + 1);
}

/** The value of a colour of tokens.css, for what is drawn rather than styled: a property of its own would still name both themes. */
export function colour(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
