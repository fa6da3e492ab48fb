import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type AccessLevel } from './access.decorator.js';

/** A route of a controller, and who may call it by the table of `authorization-table.ts`. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly level: AccessLevel | undefined;
  /** `Controller.method` */
  readonly handler: string;
}

/** Stops the start where a route does not say who may call it: a forgotten decorator must not be an open door. */
@Injectable()
export class DeclaredAccess implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.routes().filter(({ level }) => level === undefined);
    if (open.length === 0) return;
    const handlers = open.map(({ handler }) => handler).join(', ');
    throw new Error(`these routes do not say who may call them (@Access): ${handlers}`);
  }

  /** Every route of every controller of the application. */
  routes(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => this.routesOf(metatype, name, prototype[name]));
    });
  }

  private routesOf(metatype: object, name: string, method: (() => unknown) | undefined): DeclaredRoute[] {
    const kind = method && (Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined);
    if (method === undefined || kind === undefined) return [];
    const targets = [method, metatype] as Parameters<Reflector['getAllAndOverride']>[1];
    const level = this.reflector.getAllAndOverride<AccessLevel | undefined>(ACCESS, targets);
    const handler = `${(metatype as { readonly name: string }).name}.${name}`;
    const rests = pathsOf(method);
    return pathsOf(metatype).flatMap((prefix) =>
      rests.map((rest) => ({
        method: RequestMethod[kind],
        path: `/${[prefix, rest].join('/').split('/').filter(Boolean).join('/')}`,
        level,
        handler,
      })),
    );
  }
}

function pathsOf(target: object): readonly string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return typeof path === 'string' ? [path] : (path ?? ['']);
}
