import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsNotEmpty, IsObject, IsString, MaxLength, ValidateBy } from 'class-validator';
import { IsSingleLine } from '../../platform/http/single-line.decorator.js';
import { thumbprintOf } from './device-key.js';

const IsPublicKey = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'publicKey',
      validator: { validate: async (value: unknown) => (await thumbprintOf(value)) !== undefined },
    },
    {
      message: 'Une clé publique P-256 ou Ed25519 est attendue, au format JWK, sans sa partie secrète.',
    },
  );

export class PairDeviceDto {
  @ApiProperty({ description: 'The parameter `pairing` of the URI that the QR code holds' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  pairing!: string;

  @ApiProperty({ description: 'By which the person knows the device', maxLength: 80 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @IsNotEmpty()
  @MaxLength(80)
  @IsSingleLine()
  name!: string;

  @ApiProperty({ type: Object, description: 'A JWK for ES256 (P-256) or EdDSA (Ed25519)' })
  @IsObject()
  @IsPublicKey()
  publicKey!: object;
}

export class RefreshDeviceDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  refreshToken!: string;
}
