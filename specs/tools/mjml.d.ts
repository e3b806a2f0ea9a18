/** As far as we use them; neither package brings types. */
declare module 'mjml-core' {
  export interface MjmlProblem {
    readonly formattedMessage: string;
  }

  const mjml: {
    default(
      source: string,
      options: {
        readonly presets: readonly unknown[];
        readonly fonts: Readonly<Record<string, string>>;
        readonly keepComments: boolean;
        readonly validationLevel: 'soft';
      },
    ): Promise<{ readonly html: string; readonly errors: readonly MjmlProblem[] }>;
  };
  export default mjml;
}

declare module 'mjml-preset-core' {
  const preset: unknown;
  export default preset;
}
