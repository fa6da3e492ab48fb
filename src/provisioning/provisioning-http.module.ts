import { Module } from '@nestjs/common';
import { CreateAccountController } from './accounts/create-account.controller.js';
import { CorrespondencesController } from './correspondences/correspondences.controller.js';
import { AccountUsers } from './grants/account-users.js';
import { GrantsController } from './grants/grants.controller.js';
import { NoticesController } from './grants/notices.controller.js';
import { NoticesQuery } from './grants/notices.query.js';
import { UsersController } from './grants/users.controller.js';
import { ImportAccountsController } from './import/import-accounts.controller.js';
import { SetManagerController } from './manager/set-manager.controller.js';
import { ProvisioningModule } from './provisioning.module.js';
import { RetentionController } from './retention/retention.controller.js';
import { PublishTermsController } from './terms/publish-terms.controller.js';

/** What administrators provision by HTTP, and who may use an account. */
@Module({
  imports: [ProvisioningModule],
  controllers: [
    CreateAccountController,
    GrantsController,
    ImportAccountsController,
    NoticesController,
    PublishTermsController,
    RetentionController,
    CorrespondencesController,
    SetManagerController,
    UsersController,
  ],
  providers: [AccountUsers, NoticesQuery],
})
export class ProvisioningHttpModule {}
