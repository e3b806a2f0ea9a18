import { type DynamicModule, Module } from '@nestjs/common';
import { InboxModule } from '#delivery';
import { KAFKA, MessagingMetrics } from '#messaging';
import { AccessTokenVerifier, Clock, HealthRegistry, LOGGER, type Logger, ProcessExit } from '#runtime';
import type { Kafka } from 'kafkajs';
import { IN_APP_SETTINGS, type InAppSettings } from '../in-app.settings.js';
import { Acknowledgements } from './acknowledgements.js';
import { Admissions, CONNECTION_LIMITS } from './admissions.js';
import { CatchUp } from './catch-up.js';
import { ConnectionSweep } from './connection-sweep.js';
import { InboxStandings } from './inbox-standings.js';
import { LiveController } from './live.controller.js';
import { LiveServer } from './live.server.js';
import { SessionRegistry } from './session.registry.js';
import { SignIn } from './sign-in.js';
import { StreamConnections } from './stream-connections.js';
import { StreamGateway } from './stream.gateway.js';
import { StreamMetrics } from './stream.metrics.js';
import { StreamService } from './stream.service.js';

/** The live side of the inbox. `LiveServer` is to be connected as a microservice. */
@Module({
  controllers: [LiveController],
  providers: [
    Acknowledgements,
    CatchUp,
    ConnectionSweep,
    InboxStandings,
    SessionRegistry,
    SignIn,
    StreamConnections,
    StreamGateway,
    StreamMetrics,
    StreamService,
  ],
})
export class StreamModule {
  static forApp(settings: InAppSettings): DynamicModule {
    const liveServer = (
      kafka: Kafka,
      metrics: MessagingMetrics,
      stream: StreamService,
      log: Logger,
      exit: ProcessExit,
      health: HealthRegistry,
    ) =>
      new LiveServer(
        {
          kafka,
          prefix: settings.kafka.prefix,
          metrics,
          replicaId: settings.process.replicaId,
          onJoined: () => void stream.resynchronise(),
        },
        log,
        exit,
        health,
      );
    return {
      module: StreamModule,
      imports: [InboxModule.forApp({ brand: settings.brand, defaultTimeZone: settings.delivery.defaultTimeZone })],
      providers: [
        { provide: IN_APP_SETTINGS, useValue: settings },
        { provide: Admissions, useValue: new Admissions(CONNECTION_LIMITS) },
        {
          provide: AccessTokenVerifier,
          useFactory: (clock: Clock) => new AccessTokenVerifier(settings.auth, clock),
          inject: [Clock],
        },
        {
          provide: LiveServer,
          useFactory: liveServer,
          inject: [KAFKA, MessagingMetrics, StreamService, LOGGER, ProcessExit, HealthRegistry],
        },
      ],
    };
  }
}
