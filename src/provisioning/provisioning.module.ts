import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CreateAccountHandler } from './accounts/create-account.handler.js';
import { ProvisionAccountHandler } from './accounts/provision-account.handler.js';
import { ImportCommand } from './command-line/import-command.js';
import { AccountCommands } from './command-line/account-commands.js';
import { ProvisioningCommands } from './command-line/provisioning-commands.js';
import { SetCorrespondencesHandler } from './correspondences/set-correspondences.handler.js';
import { ImportAccounts } from './import/import-accounts.js';
import { ImportAdditions } from './import/import-additions.js';
import { ImportLines } from './import/import-lines.js';
import { SetManagerHandler } from './manager/set-manager.handler.js';

/** What a managing structure asks for: accounts, rights, correspondences (X4). */
@Module({
  imports: [AccountsModule, CqrsModule],
  providers: [
    CreateAccountHandler,
    ImportAccounts,
    ImportAdditions,
    ImportCommand,
    ImportLines,
    ProvisionAccountHandler,
    AccountCommands,
    ProvisioningCommands,
    SetCorrespondencesHandler,
    SetManagerHandler,
  ],
  exports: [ImportAccounts],
})
export class ProvisioningModule {}
