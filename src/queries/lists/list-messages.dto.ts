import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { messageSorts, type MessageSort } from './message-sort.js';

export class ListMessagesDto {
  @ApiPropertyOptional({ description: 'Id of a folder; all folders when absent.' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,80}$/)
  folder?: string;

  @ApiPropertyOptional({ enum: messageSorts, default: '-date' })
  @IsOptional()
  @IsIn(messageSorts)
  sort: MessageSort = '-date';

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @ApiPropertyOptional({ description: 'What the page before answered as `nextCursor`.' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  cursor?: string;
}
