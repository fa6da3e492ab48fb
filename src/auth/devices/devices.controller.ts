import {
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { toString as drawQrCode } from 'qrcode';
import { RemoveDeviceCommand } from '../../accounts/remove-device/remove-device.command.js';
import { DevicePairingView, DeviceView } from '../../contracts/http/me.http.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { personContext } from '../me/person-context.js';
import { DeviceGrants } from './device-grants.js';
import { DevicesOfPerson } from './devices-of-person.js';
import { pairingUri } from './pairing-uri.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('devices')
@Access('browser')
@Controller('api/v1/me/devices')
export class DevicesController {
  constructor(
    private readonly devices: DevicesOfPerson,
    private readonly grants: DeviceGrants,
    private readonly origin: ServedOrigin,
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The mobile devices of the person' })
  @ApiAnswer(DeviceView, { list: true })
  list(@CurrentPerson() { id }: CurrentPerson): Promise<DeviceView[]> {
    return this.devices.list(id);
  }

  @Post('pairings')
  @Refuses('too-many-devices')
  @ApiOperation({
    summary: 'A QR code by which one mobile device is paired',
    description: 'Told in this answer alone; takes the place of the one before. Two minutes, one device.',
  })
  @ApiAnswer(DevicePairingView, { status: 201 })
  async begin(@CurrentPerson() person: CurrentPerson, @Req() request: Request): Promise<DevicePairingView> {
    const { secret, expiresAt } = await this.devices.beginPairing(person);
    const uri = pairingUri(this.origin.originOf(request), secret);
    return { uri, qrSvg: await drawQrCode(uri, { type: 'svg', errorCorrectionLevel: 'M' }), expiresAt };
  }

  @Delete(':d')
  @HttpCode(HttpStatus.OK)
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Removes a mobile device of the person: it is refused at its next call' })
  @ApiAnswer(CommandAnswer)
  async remove(
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('d', OpaqueId) device: string,
  ): Promise<CommandAnswer> {
    const context = personContext(this.randomness, person);
    const answer = await this.commands.execute(new RemoveDeviceCommand(context, person, device, 'asked'));
    await this.grants.end(device);
    return answer;
  }
}
