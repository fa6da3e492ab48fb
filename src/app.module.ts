import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ProjectionsModule } from '../projections/projections.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { AutoRepliesModule } from './auto-replies/auto-replies.module.js';
import { CliModule } from './cli/cli.module.js';
import { DemoModule } from './demo/demo.module.js';
import { DraftsModule } from './drafts/drafts.module.js';
import { DraftsHttpModule } from './drafts/drafts-http.module.js';
import { FoldersHttpModule } from './folders/folders-http.module.js';
import { MessagesHttpModule } from './messages/messages-http.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { NoticeQueueModule } from './notifications/queue/notice-queue.module.js';
import { type Config } from './platform/config/config.js';
import { HttpPlatformModule } from './platform/http/http-platform.module.js';
import { ManagementModule } from './platform/management/management.module.js';
import { LoggingModule } from './platform/observability/logging.module.js';
import { PoliciesModule } from './platform/policies/policies.module.js';
import { PlatformModule, type Sources } from './platform/platform.module.js';
import { ProvisioningModule } from './provisioning/provisioning.module.js';
import { ProvisioningHttpModule } from './provisioning/provisioning-http.module.js';
import { QueriesModule } from './queries/queries.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { SettingsHttpModule } from './settings/settings-http.module.js';

type Imports = NonNullable<ModuleMetadata['imports']>;

/** The whole service: what every process has, and what the roles asked for add. */
@Module({})
export class AppModule {
  static forRoot(config: Config, sources: Sources = {}): DynamicModule {
    const everywhere: Imports = [
      PlatformModule.forRoot(config, sources),
      LoggingModule,
      ManagementModule,
      CliModule,
      ProvisioningModule,
      CqrsModule.forRoot(),
      ProjectionsModule.forRoot({ run: config.roles.has('projections') }),
      PoliciesModule.forRoot({ run: config.roles.has('policies') }),
      NoticeQueueModule,
    ];
    const asked: Imports = [
      ...(config.roles.has('policies') ? policies : []),
      ...(config.roles.has('sweeper') ? [RetentionModule] : []),
      ...(config.roles.has('api') ? api(config) : []),
    ];
    return { module: AppModule, imports: [...everywhere, ...asked] };
  }
}

/** The features whose policies are run. */
const policies: Imports = [AutoRepliesModule, DraftsModule, NotificationsModule, SettingsModule];

/** Those that are asked for the most come first: a request's route is looked for in this order. */
function api(config: Config): Imports {
  const imports: Imports = [
    HttpPlatformModule,
    QueriesModule,
    FoldersHttpModule,
    MessagesHttpModule,
    DraftsHttpModule,
    AuthModule.forRoot(config),
    AuditModule,
    ProvisioningHttpModule,
    SettingsHttpModule,
  ];
  return config.demonstration ? [...imports, DemoModule] : imports;
}
