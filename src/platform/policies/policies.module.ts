import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DATABASES, type Databases } from '../documents/documents.js';
import { CommandLine } from '../management/command-line.js';
import { Metrics } from '../observability/metrics.js';
import { LOG_FOLLOWER, type LogFollower, logFollower } from '../subscriptions/log-follower.js';
import { type Policy } from './policy.js';
import { policiesStatus, retryParked } from './policy-commands.js';
import { PolicyEngine } from './policy-engine.js';
import { PolicyMetrics } from './policy-metrics.js';
import { defaultPolicySettings } from './policy-settings.js';

/** The policies of the service: each feature adds its own when its module starts. */
@Injectable()
export class Policies {
  private readonly added = new Map<string, Policy>();

  add(policy: Policy): void {
    if (this.added.has(policy.name)) throw new Error(`two policies are named ${policy.name}`);
    this.added.set(policy.name, policy);
  }

  all(): readonly Policy[] {
    return [...this.added.values()];
  }
}

const RUN_POLICIES = Symbol('RunPolicies');

/** Runs the policies as long as the service, where it has the role. */
@Injectable()
class PoliciesService implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly engine: PolicyEngine,
    @Inject(RUN_POLICIES) private readonly run: boolean,
    private readonly commands: CommandLine,
  ) {}

  onModuleInit(): void {
    this.commands.add('policies status', () => policiesStatus(this.engine));
    this.commands.add('policies retry-parked', ([name]) => retryParked(this.engine, name));
  }

  onApplicationBootstrap(): void {
    if (this.run) this.engine.start();
  }

  /** Before the engines: what happens after it is answered at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.engine.stop();
  }
}

/** Policies for every other module. Needs the platform and the management port. */
@Global()
@Module({})
export class PoliciesModule {
  /** @param options.run this process has the role `policies` */
  static forRoot({ run }: { readonly run: boolean }): DynamicModule {
    return {
      module: PoliciesModule,
      providers: [
        Policies,
        PoliciesService,
        logFollower,
        { provide: RUN_POLICIES, useValue: run },
        {
          provide: PolicyEngine,
          useFactory: newEngine,
          inject: [LOG_FOLLOWER, DATABASES, Metrics, Policies],
        },
      ],
      exports: [Policies, PolicyEngine],
    };
  }
}

function newEngine(
  follower: LogFollower,
  databases: Databases,
  metrics: Metrics,
  policies: Policies,
): PolicyEngine {
  const deps = {
    ...follower,
    store: databases.database('policies'),
    settings: defaultPolicySettings,
    metrics: new PolicyMetrics(metrics.registry),
    log: new Logger('policies'),
  };
  return new PolicyEngine(deps, () => policies.all());
}
