type Labels = Readonly<Record<string, string>>;

/** What an app tells those who measure it. https://prometheus.io/docs/instrumenting/exposition_formats */
export class MetricsPage {
  constructor(private readonly text: string) {}

  /** The sum over the series that have all of these labels; 0 where there are none. */
  sum(metric: string, labels: Labels = {}): number {
    const wanted = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
    const series = this.text.matchAll(new RegExp(`^${metric}(?:\\{(?<labels>.*)\\})? (?<value>\\S+)$`, 'gm'));
    return [...series]
      .filter(({ groups }) => wanted.every((label) => groups?.['labels']?.includes(label)))
      .reduce((sum, { groups }) => sum + Number(groups?.['value']), 0);
  }
}
