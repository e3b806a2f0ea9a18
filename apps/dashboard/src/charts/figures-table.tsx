import { useState } from 'preact/hooks';
import { moment } from '../format/times.js';
import type { Series } from './time-chart.js';

interface FiguresTableProps {
  readonly caption: string;
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

/** What a chart shows, for those who read rather than look. Drawn only while it is open. */
export function FiguresTable({ caption, times, series, format }: FiguresTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>As a table</summary>
      {open && (
        <div class="scroll tall" tabIndex={0} role="region" aria-label={`${caption}: table`}>
          <table>
            <caption class="only-read">{caption}</caption>
            <thead>
              <tr>
                <th scope="col">From</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col" class="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, i) => <Row key={time} time={time} at={i} series={series} format={format} />).reverse()}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

interface RowProps {
  readonly time: number;
  readonly at: number;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

function Row({ time, at, series, format }: RowProps) {
  return (
    <tr>
      <th scope="row">{moment(time)}</th>
      {series.map(({ name, values }) => {
        const value = values[at];
        return (
          <td key={name} class="number">
            {value === null || value === undefined ? '–' : format(value)}
          </td>
        );
      })}
    </tr>
  );
}
