import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS } from './access.decorator.js';

/** Stops the start where a route does not say who may call it: a forgotten decorator must not be an open door. */
@Injectable()
export class DeclaredAccess implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => isRoute(prototype[name]) && !this.isDeclared(prototype[name], metatype))
        .map((name) => `${metatype.name}.${name}`);
    });
    if (open.length > 0)
      throw new Error(`these routes do not say who may call them (@Access): ${open.join(', ')}`);
  }

  private isDeclared(method: (() => unknown) | undefined, metatype: object): boolean {
    const targets = [method, metatype] as Parameters<Reflector['getAllAndOverride']>[1];
    return this.reflector.getAllAndOverride<unknown>(ACCESS, targets) !== undefined;
  }
}

function isRoute(method: (() => unknown) | undefined): boolean {
  if (method === undefined) return false;
  const kind = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
  return kind !== undefined && kind in RequestMethod;
}
