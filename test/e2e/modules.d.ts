// Types of the plain JavaScript that tests share with the commands of package.json.

declare module "*/servedVscode.mjs" {
  export interface ServedProgram {
    readonly node: string;
    readonly entry: string;
  }
  export interface ServedVscode {
    readonly pid: number | undefined;
    url(folder: string): string;
    stop(): Promise<void>;
  }
  export function setUpServedVscode(say?: (text: string) => void): Promise<ServedProgram>;
  export function installVsix(program: ServedProgram, home: string, vsix: string): Promise<void>;
  export function startServedVscode(
    program: ServedProgram,
    options: {
      readonly home: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly port?: number;
      readonly settings?: Readonly<Record<string, unknown>>;
    },
  ): Promise<ServedVscode>;
  export function removeProfile(home: string): void;
}

declare module "*/package.mjs" {
  export function packageExtension(options?: {
    readonly target?: string;
    readonly out?: string;
    readonly say?: (text: string) => void;
  }): Promise<string>;
}

declare module "*/chromium.mjs" {
  export function findChromium(): Promise<string>;
}
