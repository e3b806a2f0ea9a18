import { useStore } from '../store.js';
import { THEMES, type Theme, chooseTheme, theme } from './theme.js';

const FACES = {
  auto: { icon: '◐', title: 'Colours of the system' },
  light: { icon: '☀', title: 'Light' },
  dark: { icon: '☾', title: 'Dark' },
} as const satisfies Record<Theme, { readonly icon: string; readonly title: string }>;

export function ThemeSwitch() {
  const chosen = useStore(theme);
  return (
    <div class="choice" role="group" aria-label="Colours">
      {THEMES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          aria-label={FACES[name].title}
          title={FACES[name].title}
          onClick={() => chooseTheme(name)}
        >
          {FACES[name].icon}
        </button>
      ))}
    </div>
  );
}
