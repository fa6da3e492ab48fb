import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Acting } from './acting/acting.js';
import { MailboxCommands } from './acting/mailbox-commands.js';
import { AddressBook } from './addresses/address-book.js';
import { AcceptTermsHandler } from './accept-terms/accept-terms.handler.js';
import { AddDelegateHandler } from './add-delegate/add-delegate.handler.js';
import { AssociateCardHandler } from './associate-card/associate-card.handler.js';
import { AssociateIdentityHandler } from './associate-identity/associate-identity.handler.js';
import { ChangeDelegateHandler } from './change-delegate/change-delegate.handler.js';
import { GrantAccessHandler } from './grant-access/grant-access.handler.js';
import { IssueAssociationCodeHandler } from './issue-association-code/issue-association-code.handler.js';
import { KeepFirstProfileHandler } from './keep-first-profile/keep-first-profile.handler.js';
import { LinkIdentityHandler } from './link-identity/link-identity.handler.js';
import { PairDeviceHandler } from './pair-device/pair-device.handler.js';
import { ProvisionIdentityHandler } from './provision-identity/provision-identity.handler.js';
import { PublishTermsHandler } from './publish-terms/publish-terms.handler.js';
import { RecordRefusedLoginHandler } from './record-refused-login/record-refused-login.handler.js';
import { RegisterMailboxHandler } from './register-mailbox/register-mailbox.handler.js';
import { RegisterPersonHandler } from './register-person/register-person.handler.js';
import { RemoveCardHandler } from './remove-card/remove-card.handler.js';
import { RemoveDelegateHandler } from './remove-delegate/remove-delegate.handler.js';
import { RemoveDeviceHandler } from './remove-device/remove-device.handler.js';
import { SaveProfileHandler } from './save-profile/save-profile.handler.js';
import { RemoveCorrespondenceHandler } from './remove-correspondence/remove-correspondence.handler.js';
import { SetCorrespondenceHandler } from './set-correspondence/set-correspondence.handler.js';
import { SetRetentionHandler } from './set-retention/set-retention.handler.js';
import { SetDefaultAccountHandler } from './set-default-account/set-default-account.handler.js';
import { ValidateIdentityHandler } from './validate-identity/validate-identity.handler.js';
import { WithdrawAccessHandler } from './withdraw-access/withdraw-access.handler.js';

const handlers = [
  AcceptTermsHandler,
  AddDelegateHandler,
  AssociateCardHandler,
  AssociateIdentityHandler,
  ChangeDelegateHandler,
  GrantAccessHandler,
  IssueAssociationCodeHandler,
  KeepFirstProfileHandler,
  LinkIdentityHandler,
  PairDeviceHandler,
  ProvisionIdentityHandler,
  PublishTermsHandler,
  RecordRefusedLoginHandler,
  RegisterMailboxHandler,
  RegisterPersonHandler,
  RemoveCardHandler,
  RemoveDelegateHandler,
  RemoveDeviceHandler,
  SaveProfileHandler,
  SetCorrespondenceHandler,
  SetRetentionHandler,
  RemoveCorrespondenceHandler,
  SetDefaultAccountHandler,
  ValidateIdentityHandler,
  WithdrawAccessHandler,
];

/** The write side of accounts. The platform's ports come from a global module of the application. */
@Module({
  imports: [CqrsModule],
  providers: [Acting, AddressBook, MailboxCommands, ...handlers],
  exports: [Acting, AddressBook, MailboxCommands],
})
export class AccountsModule {}
