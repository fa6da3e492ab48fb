import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { KeepFirstProfileCommand } from '../../accounts/keep-first-profile/keep-first-profile.command.js';
import { idOfStream } from '../../contracts/events/streams.js';
import { definePolicy } from '../../platform/policies/policy.js';
import { Policies } from '../../platform/policies/policies.module.js';

/**
 * Whoever finished the first login is in the directory (E3), also where the process ended between the validation and
 * the profile: who validates does it at once, and this makes sure of it.
 */
@Injectable()
export class FirstProfilePolicy implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly bus: CommandBus,
  ) {}

  onModuleInit(): void {
    this.policies.add(
      definePolicy({
        name: 'first-profile',
        prefixes: ['person-'],
        types: ['IdentityValidated'],
        on: async ({ event: { private: form }, stream }, context) => {
          if (form === null) return;
          await this.bus.execute(new KeepFirstProfileCommand(context, idOfStream(stream), form));
        },
      }),
    );
  }
}
