import { Body, Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { DeviceTokensView } from '../../contracts/http/me.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { Access } from '../access/access.decorator.js';
import { thumbprintOf } from './device-key.js';
import { PairDeviceDto, RefreshDeviceDto } from './device.dto.js';
import { PairDevice } from './pair-device.service.js';
import { RefreshDevice } from './refresh-device.service.js';

/** How a mobile device comes to its tokens (S12). */
@ApiTags('devices')
@Access('public')
@Controller('auth/devices')
export class DeviceTokensController {
  constructor(
    private readonly pairing: PairDevice,
    private readonly refreshing: RefreshDevice,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Pairs a mobile device by the code that a session shows',
    description:
      'The device calls with `Authorization: DPoP <accessToken>` and a proof in `DPoP` (RFC 9449), signed with its key.',
  })
  @ApiAnswer(DeviceTokensView, { status: 201 })
  async pair(
    @Body() { pairing, name, publicKey }: PairDeviceDto,
    @Req() request: Request,
  ): Promise<DeviceTokensView> {
    const thumbprint = (await thumbprintOf(publicKey)) ?? '';
    return this.pairing.pair(request, { pairing, name, thumbprint });
  }

  @Post('token')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary:
      'New tokens for a refresh token, which is good for nothing from the first use of its successor on',
  })
  @ApiHeader({
    name: 'DPoP',
    required: true,
    description: 'A proof with the key of the device, without `ath`',
  })
  @ApiAnswer(DeviceTokensView)
  refresh(@Body() { refreshToken }: RefreshDeviceDto, @Req() request: Request): Promise<DeviceTokensView> {
    return this.refreshing.refresh(request, refreshToken);
  }
}
