import type { Analytics } from '#contracts';
import { count, percent } from '../format/numbers.js';
import { TYPE_NAMES } from '../format/words.js';
import { Panel } from '../panel/panel.js';

const LANGUAGES = { en: 'English', es: 'Spanish', fr: 'French' } as const satisfies Record<
  NonNullable<Analytics['languages'][number]['language']>,
  string
>;

export function TypesPanel({ analytics: { types, languages } }: { readonly analytics: Analytics }) {
  const rows = [
    ...types.map(({ type, ...figures }) => ({ name: TYPE_NAMES[type], figures })),
    ...languages.map(({ language, ...figures }) => ({
      name: language === null ? 'Language not known' : LANGUAGES[language],
      figures,
    })),
  ];
  return (
    <Panel size="half" title="Types and languages">
      <div class="scroll" tabIndex={0} role="region" aria-label="Types and languages: table">
        <table>
          <thead>
            <tr>
              <th scope="col">Of</th>
              {['Planned', 'Sent', 'Delivered', 'Failed', 'Not sent', 'Delivery rate'].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, figures }, i) => (
              <tr key={name} class={i === types.length ? 'divider' : ''}>
                <th scope="row">{name}</th>
                {[
                  figures.planned,
                  figures.sent,
                  figures.delivered,
                  figures.failed,
                  figures.suppressed + figures.superseded + figures.expired,
                ].map((amount, at) => (
                  <td key={at} class="number">
                    {count(amount)}
                  </td>
                ))}
                <td class="number">{percent(figures.deliveryRate, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
