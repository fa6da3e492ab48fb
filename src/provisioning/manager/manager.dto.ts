import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsString,
  Length,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsNotBlank } from '../../platform/http/not-blank.decorator.js';
import { IsSingleLine } from '../../platform/http/single-line.decorator.js';
import { type Manager } from './set-manager.command.js';

class AdministratorDto {
  @ApiProperty()
  @IsString()
  @Length(1, 255)
  @IsSingleLine()
  @IsNotBlank()
  name!: string;

  @ApiProperty({ format: 'email', description: 'May be empty.' })
  @ValidateIf(({ email }: AdministratorDto) => email !== '')
  @IsEmail()
  email!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(40)
  @IsSingleLine()
  phone!: string;
}

/** « Vos informations Gestionnaire » (S11), as administrators say it. */
export class ManagerDto {
  @ApiProperty()
  @IsString()
  @Length(1, 255)
  @IsSingleLine()
  @IsNotBlank()
  name!: string;

  @ApiProperty({ type: [AdministratorDto] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AdministratorDto)
  administrators!: AdministratorDto[];
}

export const managerOf = ({ name, administrators }: ManagerDto): Manager => ({
  name,
  administrators: administrators.map(({ name: who, email, phone }) => ({ name: who, email, phone })),
});
