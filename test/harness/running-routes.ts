import { type INestApplicationContext } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** `METHOD path` of every route of the running router, those that no controller declares too. */
export function runningRoutes(app: INestApplicationContext): string[] {
  const adapter = (app as NestExpressApplication).getHttpAdapter();
  const { router } = adapter.getInstance() as unknown as { readonly router: { readonly stack: Layer[] } };
  return router.stack.flatMap(({ route }) =>
    route === undefined
      ? []
      : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  );
}
