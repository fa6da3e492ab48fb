import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';

/** How long an account keeps its messages, as administrators say it (R2). */
export class RetentionDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 1,
    description: 'Days from the sealing; null: as long as the law of the product allows.',
  })
  @ValidateIf((dto: RetentionDto) => dto.days !== null)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  days!: number | null;
}
