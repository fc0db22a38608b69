/**
 * Classes of scikit-learn that pickles of fitted models hold: the public estimators of 1.9 and what these keep inside. A
 * FunctionTransformer is not among them: it exists to call a function.
 */
export const sklearnClasses: ReadonlySet<string> = new Set(
  (
    "ARDRegression AbsoluteError AdaBoostClassifier AdaBoostRegressor AdditiveChi2Sampler " +
    "AffinityPropagation AgglomerativeClustering BaggingClassifier BaggingRegressor BallTree " +
    "BayesianGaussianMixture BayesianRidge BernoulliNB BernoulliRBM BestSplitter Binarizer " +
    "BinomialDeviance Birch BisectingKMeans Bunch CCA CalibratedClassifierCV CategoricalNB ClassicalMDS " +
    "ClassifierChain ColumnTransformer ComplementNB CompoundKernel ConstantKernel CountVectorizer " +
    "CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss CyHalfMultinomialLoss " +
    "CyHalfPoissonLoss CyHalfSquaredError CyHuberLoss CyPinballLoss DBSCAN DecisionTreeClassifier " +
    "DecisionTreeRegressor DictVectorizer DictionaryLearning DistanceMetric DistanceMetric64 DotProduct " +
    "DummyClassifier DummyRegressor ElasticNet ElasticNetCV EllipticEnvelope EmpiricalCovariance Entropy " +
    "EpsilonInsensitive EuclideanDistance64 ExponentialLoss Exponentiation ExtraTreeClassifier " +
    "ExtraTreeRegressor ExtraTreesClassifier ExtraTreesRegressor FactorAnalysis FastICA " +
    "FeatureAgglomeration FeatureHasher FeatureUnion FixedThresholdClassifier FriedmanMSE FrozenEstimator " +
    "GammaRegressor GaussianMixture GaussianNB GaussianProcessClassifier GaussianProcessRegressor " +
    "GaussianRandomProjection GenericUnivariateSelect Gini GradientBoostingClassifier " +
    "GradientBoostingRegressor GraphicalLasso GraphicalLassoCV GridSearchCV HDBSCAN HalfBinomialLoss " +
    "HalfGammaLoss HalfMultinomialLoss HalfPoissonLoss HalfSquaredError HashingVectorizer Hinge " +
    "HistGradientBoostingClassifier HistGradientBoostingRegressor Huber HuberLoss HuberRegressor " +
    "IdentityLink IncrementalPCA Interval IsolationForest Isomap IsotonicRegression KBinsDiscretizer " +
    "KDTree KFold KMeans KNNImputer KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer " +
    "KernelCenterer KernelDensity KernelPCA KernelRidge LabelBinarizer LabelEncoder LabelPropagation " +
    "LabelSpreading Lars LarsCV Lasso LassoCV LassoLars LassoLarsCV LassoLarsIC LatentDirichletAllocation " +
    "LeastSquaresError LedoitWolf LinearDiscriminantAnalysis LinearModelLoss LinearRegression LinearSVC " +
    "LinearSVR LocalOutlierFactor LocallyLinearEmbedding Log LogLink Log_Loss LogisticRegression " +
    "LogisticRegressionCV LogitLink LossFunction MAE MDS MLPClassifier MLPRegressor MSE Matern " +
    "MaxAbsScaler MeanShift MetadataRequest MethodMetadataRequest MinCovDet MinMaxScaler " +
    "MiniBatchDictionaryLearning MiniBatchKMeans MiniBatchNMF MiniBatchSparsePCA MissingIndicator " +
    "ModifiedHuber MultiLabelBinarizer MultiOutputClassifier MultiOutputRegressor MultiTaskElasticNet " +
    "MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV MultinomialDeviance MultinomialLogit " +
    "MultinomialNB NMF NearestCentroid NearestNeighbors NeighborhoodComponentsAnalysis Normalizer NuSVC " +
    "NuSVR Nystroem OAS OPTICS OneClassSVM OneHotEncoder OneVsOneClassifier OneVsRestClassifier " +
    "OrdinalEncoder OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV OutputCodeClassifier PCA " +
    "PLSCanonical PLSRegression PLSSVD PassiveAggressiveClassifier PassiveAggressiveRegressor " +
    "PatchExtractor Perceptron PinballLoss Pipeline PoissonRegressor PolynomialCountSketch " +
    "PolynomialFeatures PowerTransformer Product QuadraticDiscriminantAnalysis QuantileRegressor " +
    "QuantileTransformer RANSACRegressor RBF RBFSampler RFE RFECV RadiusNeighborsClassifier " +
    "RadiusNeighborsRegressor RadiusNeighborsTransformer RandomForestClassifier RandomForestRegressor " +
    "RandomSplitter RandomTreesEmbedding RandomizedSearchCV RationalQuadratic RegressorChain Ridge " +
    "RidgeCV RidgeClassifier RidgeClassifierCV RobustScaler SGDClassifier SGDOneClassSVM SGDRegressor SVC " +
    "SVR SelectFdr SelectFpr SelectFromModel SelectFwe SelectKBest SelectPercentile " +
    "SelfTrainingClassifier SequentialFeatureSelector ShrunkCovariance ShuffleSplit SimpleImputer " +
    "SkewedChi2Sampler SparseCoder SparsePCA SparseRandomProjection SpectralBiclustering " +
    "SpectralClustering SpectralCoclustering SpectralEmbedding SplineTransformer " +
    "SquaredEpsilonInsensitive SquaredHinge SquaredLoss StackingClassifier StackingRegressor " +
    "StandardScaler StratifiedKFold Sum TSNE TargetEncoder TfidfTransformer TfidfVectorizer " +
    "TheilSenRegressor TransformedTargetRegressor Tree TreePredictor TruncatedSVD " +
    "TunedThresholdClassifierCV TweedieRegressor VarianceThreshold VotingClassifier VotingRegressor " +
    "WhiteKernel _BinMapper _CalibratedClassifier _ConstantPredictor _MultioutputEstimator " +
    "_RemainderColsList _SigmoidCalibration " +
    ""
  )
    .trim()
    .split(" "),
);
