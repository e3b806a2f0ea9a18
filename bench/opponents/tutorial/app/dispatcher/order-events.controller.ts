import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import type { ShippedOrder } from '../order-event.js';
import { ORDER_EVENTS } from '../topics.js';
import { DispatcherService } from './dispatcher.service.js';

@Controller()
export class OrderEventsController {
  constructor(private readonly dispatcher: DispatcherService) {}

  @EventPattern([ORDER_EVENTS])
  async onOrderEvent(@Payload() order: ShippedOrder, @Ctx() context: KafkaContext): Promise<void> {
    const { ce_id: id, ce_type: type } = context.getMessage().headers ?? {};
    if (type !== 'order.shipped') return;
    await this.dispatcher.dispatch({ id: String(id), type, order });
  }
}
